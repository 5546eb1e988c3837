"""Golden numbers of detectors on streams: where River's HDDM_A alarms."""

from river.drift.binary import HDDMA

MASK = (1 << 64) - 1


def files():
    return {"hddm-a.json": hddm_cases()}


def uniform(seed):
    """SplitMix64 as 53-bit numbers between 0 and 1: the same bits in Java."""
    state = seed
    while True:
        state = (state + 0x9E3779B97F4A7C15) & MASK
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        z ^= z >> 31
        yield (z >> 11) * 2.0**-53


def hddm_cases():
    """The event, counted from 1, at which the detector first alarms after the rise; alarms before are counted apart."""
    cases = []
    for before, after in ((0.1, 0.3), (0.1, 0.2), (0.02, 0.06)):
        for seed in range(1, 9):
            numbers = uniform(seed)
            detector = HDDMA()
            early = 0
            for _ in range(2000):
                detector.update(next(numbers) < before)
                early += detector.drift_detected
            delay = 0
            while delay < 20000:
                delay += 1
                detector.update(next(numbers) < after)
                if detector.drift_detected:
                    break
            cases.append({"before": before, "after": after, "seed": seed, "early": early, "delay": delay})
    return cases
