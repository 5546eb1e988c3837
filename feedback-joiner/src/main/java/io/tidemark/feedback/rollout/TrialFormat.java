package io.tidemark.feedback.rollout;

import io.tidemark.event.VersionRef;
import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A trial as bytes.
public final class TrialFormat {
    private static final byte KIND = 72;
    private static final int MOST_BYTES = 10_000;

    private TrialFormat() {}

    public static byte[] write(Trial trial) {
        StateWriter out = new StateWriter();
        out.writeByte(KIND);
        version(trial.plan().champion(), out);
        version(trial.plan().challenger(), out);
        text(trial.plan().experiment(), out);
        out.writeInt(trial.plan().shareBp());
        out.writeCount(trial.stages().size());
        for (Trial.Stage stage : trial.stages()) {
            text(stage.activationId(), out);
            out.writeInt(stage.shareBp());
            out.writeLong(stage.openedAt().toEpochMilli());
            out.writeDouble(stage.centre());
            stage.sums().writeTo(out);
        }
        out.writeByte((byte) (trial.decision().isPresent() ? 1 : 0));
        trial.decision().ifPresent(decision -> {
            text(decision.eventId(), out);
            out.writeByte((byte) (decision.ends() ? 1 : 0));
        });
        return out.toBytes();
    }

    public static Trial read(byte[] bytes) {
        StateReader in = new StateReader(bytes);
        in.expectKind(KIND, "a trial");
        TrialPlan plan = new TrialPlan(version(in), version(in), text(in), in.readInt());
        List<Trial.Stage> stages = new ArrayList<>();
        for (int left = in.readLength(1, "stages"); left > 0; left--) {
            stages.add(new Trial.Stage(
                    text(in),
                    in.readInt(),
                    Instant.ofEpochMilli(in.readLong()),
                    in.readFinite("centre of a stage"),
                    StageSums.readFrom(in)));
        }
        Optional<Trial.Decision> decision =
                in.readByte() == 1 ? Optional.of(new Trial.Decision(text(in), in.readByte() == 1)) : Optional.empty();
        in.expectEnd();
        return Trial.of(plan, stages, decision);
    }

    private static void version(VersionRef version, StateWriter out) {
        out.writeInt(version.getVersion());
        text(version.getBundleSha256(), out);
    }

    private static VersionRef version(StateReader in) {
        return new VersionRef(in.readInt(), text(in));
    }

    private static void text(String text, StateWriter out) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeCount(bytes.length);
        for (byte next : bytes) {
            out.writeByte(next);
        }
    }

    private static String text(StateReader in) {
        byte[] bytes = new byte[in.readCount(MOST_BYTES, "length of a text")];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = in.readByte();
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
