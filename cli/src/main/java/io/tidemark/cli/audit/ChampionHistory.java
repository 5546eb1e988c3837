package io.tidemark.cli.audit;

import io.tidemark.event.Activated;
import io.tidemark.event.ActivationCause;
import io.tidemark.streamkit.timeline.TimelineEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// Champions one after the other, to find the one to go back to.
///
/// A rollback takes the champions back that came after its target: two rollbacks in a row go two steps back, and never
/// forward to what was just left. What scorers refused and no partition ever answered under was no champion.
public final class ChampionHistory {
    private ChampionHistory() {}

    /// The champion before the present one; empty when there was none.
    ///
    /// @param facts all facts about a model, oldest first
    public static OptionalInt before(List<TimelineEntry> facts) {
        List<Integer> champions = new ArrayList<>();
        List<Swap> swaps = Swap.of(facts);
        for (Swap swap : swaps) {
            boolean newest = swap.equals(swaps.getLast());
            boolean served = !swap.adopted().isEmpty() || swap.refused().isEmpty();
            if (newest || served) {
                step(champions, swap.asked());
            }
        }
        return champions.size() < 2 ? OptionalInt.empty() : OptionalInt.of(champions.get(champions.size() - 2));
    }

    private static void step(List<Integer> champions, Activated activated) {
        int version = activated.getChampion().getVersion();
        int known = champions.lastIndexOf(version);
        if (activated.getCause() == ActivationCause.ROLLBACK && known >= 0) {
            champions.subList(known + 1, champions.size()).clear();
        } else if (champions.isEmpty() || champions.getLast() != version) {
            champions.add(version);
        }
    }
}
