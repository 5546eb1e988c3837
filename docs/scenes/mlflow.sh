#!/usr/bin/env bash
# A scene with MLflow as the model registry, from an empty machine to its history: train two versions into MLflow, promote
# one from Python, watch the swap, kill MLflow, restart the scorer from its cache, roll back, read the history. Ends with
# status 1 where something is not as it says. Needs Java 25, Python 3 with venv, and some 5 minutes; leaves nothing behind.
#
#   docs/scenes/mlflow.sh
set -euo pipefail
cd "$(dirname "$0")/../.."

work=$(mktemp -d)
home=$work/home
server=

tell() { printf '\n== %s\n' "$*"; }
fail() { echo "The scene broke: $*" >&2; exit 1; }
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

kill_server() {
    if [ -n "$server" ]; then
        kill -KILL -- "-$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    server=
}

end() {
    code=$?
    ./tidemark down --home "$home" >"$work/down.log" 2>&1 || true
    kill_server
    if [ "$code" -eq 0 ]; then rm -rf "$work"; else echo "What was written is in $work." >&2; fi
}
trap end EXIT

# The version that is to serve, and how many partitions answer under it.
serving() {
    ./tidemark status --home "$home" --json 2>/dev/null | python3 -c '
import json, sys
for model in json.load(sys.stdin)["models"]:
    if model["model"] == "housing":
        print(model["champion"], "in", model["adoptedPartitions"], "partitions")' || true
}

# Asks until a version answers.
await_version() {
    for _ in $(seq 60); do
        ./tidemark send housing --home "$home" --data "$work/rows.csv" >/dev/null
        case $(serving) in
            "$1 in 0 "*) ;;
            "$1 in "*) echo "Version $1 answers." && return ;;
        esac
        sleep 1
    done
    fail "expected answers of version $1, found $(serving)"
}

tell "MLflow $(python3 -m venv "$work/venv" && "$work/venv/bin/pip" install --quiet mlflow==3.17.2 && "$work/venv/bin/mlflow" --version | cut -d' ' -f3) starts"
port=$(free_port)
MLFLOW_TRACKING_URI=http://127.0.0.1:$port
TIDEMARK_REGISTRY_WEBHOOK_SECRET=$(python3 -c 'import secrets; print(secrets.token_hex(16))')
MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY=$("$work/venv/bin/python" -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())')
export MLFLOW_TRACKING_URI TIDEMARK_REGISTRY_WEBHOOK_SECRET MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY
PATH=$work/venv/bin:$PATH \
    MLFLOW_DISABLE_TELEMETRY=true MLFLOW_SERVER_ENABLE_JOB_EXECUTION=false MLFLOW_WEBHOOK_CACHE_TTL=0 \
    MLFLOW_WEBHOOK_ALLOWED_SCHEMES=http,https MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS=true \
    setsid mlflow server --backend-store-uri "sqlite:///$work/mlflow.db" --artifacts-destination "$work/artifacts" \
    --serve-artifacts --host 127.0.0.1 --port "$port" --workers 1 >"$work/mlflow.log" 2>&1 &
server=$!
for _ in $(seq 90); do
    python3 -c "import urllib.request as r; r.urlopen('$MLFLOW_TRACKING_URI/health', timeout=2)" 2>/dev/null && break
    sleep 1
done

cat >"$work/rows.csv" <<'ROWS'
longitude,latitude,housing_median_age,total_rooms,total_bedrooms,population,households,median_income,ocean_proximity
-122.23,37.88,41,880,129,322,126,8.3252,NEAR BAY
-118.31,34.06,30,2100,500,1400,480,3.1,<1H OCEAN
-119.78,36.76,25,1500,,900,290,2.4,INLAND
ROWS

tell "A stack, and two versions trained into MLflow"
small=(--set 'data.source="synthetic:rows=3000,seed=5"' --set data.sha256=null --set data.member=null
    --set selection.folds=2 --set 'gates.limits={}')
hooks=$(free_port)
./tidemark up --home "$home" --management-port "$hooks" --detach "${small[@]}"
./tidemark registry hook --home "$home" "http://127.0.0.1:$hooks/webhooks/mlflow"
./tidemark train housing --home "$home" "${small[@]}" --set 'selection.algorithms={lightgbm: {n_estimators: 40}}' | tail -n 2
await_version 1
./tidemark train housing --home "$home" --no-activate "${small[@]}" --set 'selection.algorithms={lightgbm: {n_estimators: 60}}' | tail -n 2

tell "Python promotes version 2"
python=$work/venv/bin/python
"$python" -c 'from mlflow import MlflowClient; MlflowClient().set_registered_model_alias("housing", "champion", "2")'
await_version 2
./tidemark timeline housing --home "$home" --last 3

tell "MLflow is killed; the stack starts again without it"
kill_server
./tidemark down --home "$home" >/dev/null
./tidemark up --home "$home" --management-port "$hooks" --detach "${small[@]}" >/dev/null
await_version 2

tell "Back to version 1, without MLflow"
./tidemark rollback housing --home "$home" --reason "MLflow is down, and so it should work"
await_version 1
./tidemark audit --home "$home"

tell "Who did what"
./tidemark registry history housing --home "$home"
