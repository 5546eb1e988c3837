package io.tidemark.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.cli.audit.Swap;
import io.tidemark.event.Acknowledged;
import io.tidemark.event.Activated;
import io.tidemark.event.Adopted;
import io.tidemark.event.Noted;
import io.tidemark.event.Refused;
import io.tidemark.event.Registered;
import io.tidemark.event.VerdictReached;
import io.tidemark.streamkit.timeline.TimelineEntry;
import java.util.List;
import java.util.Map;

/// Entries of the timeline for programs; times in milliseconds after the activation.
final class TimelineJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private TimelineJson() {}

    static ArrayNode of(List<TimelineEntry> entries, Map<String, Swap> swaps) {
        ArrayNode all = JSON.createArrayNode();
        entries.forEach(entry -> {
            ObjectNode node = all.addObject()
                    .put("timeline_offset", entry.offset())
                    .put("event_id", entry.event().getEventId())
                    .put("time", entry.event().getTime().toString())
                    .put("actor", entry.event().getActor())
                    .put("reason", entry.event().getReason());
            putFact(node, entry.event().getFact());
            Swap swap = swaps.get(entry.event().getEventId());
            if (swap != null) {
                putSwap(node, swap);
            }
        });
        return all;
    }

    private static void putFact(ObjectNode node, Object fact) {
        switch (fact) {
            case Registered registered ->
                node.put("what", "registered")
                        .put("version", registered.getVersion())
                        .put("bundle_sha256", registered.getBundleSha256())
                        .put("run_id", registered.getRunId())
                        .put("approved", registered.getApproved());
            case Activated activated -> {
                node.put("what", TimelineView.kind(activated))
                        .put("version", activated.getChampion().getVersion())
                        .put("bundle_sha256", activated.getChampion().getBundleSha256());
                ArrayNode challengers = node.putArray("challengers");
                activated
                        .getChallengers()
                        .forEach(challenger -> challengers
                                .addObject()
                                .put("version", challenger.getVersion())
                                .put("share_bp", challenger.getShareBp())
                                .put("experiment", challenger.getExperiment()));
                ArrayNode shadows = node.putArray("shadows");
                activated.getShadows().forEach(shadow -> shadows.add(shadow.getVersion()));
            }
            case VerdictReached verdict ->
                node.put("what", "verdict")
                        .put("verdict", verdict.getVerdict().name())
                        .put("challenger", verdict.getChallengerVersion())
                        .put("champion", verdict.getChampionVersion())
                        .set("evidence", JSON.valueToTree(verdict.getEvidence()));
            case Noted noted ->
                node.put("what", noted.getKind()).set("attributes", JSON.valueToTree(noted.getAttributes()));
            default -> throw new IllegalArgumentException("Found " + fact + ", expected what somebody decided.");
        }
    }

    private static void putSwap(ObjectNode node, Swap swap) {
        ArrayNode acknowledged = node.putArray("acknowledged");
        swap.acknowledged().values().forEach(entry -> {
            Acknowledged fact = (Acknowledged) entry.event().getFact();
            acknowledged
                    .addObject()
                    .put("instance", fact.getInstance())
                    .put("after_ms", swap.after(entry).toMillis())
                    .put("fetch_ms", fact.getFetchMs())
                    .put("verify_ms", fact.getVerifyMs())
                    .put("warm_up_ms", fact.getWarmUpMs());
        });
        ArrayNode refused = node.putArray("refused");
        swap.refused().values().forEach(entry -> {
            Refused fact = (Refused) entry.event().getFact();
            refused.addObject()
                    .put("instance", fact.getInstance())
                    .put("after_ms", swap.after(entry).toMillis())
                    .put("version", fact.getVersion())
                    .put("check", fact.getCheck())
                    .put("message", fact.getMessage());
        });
        ArrayNode adopted = node.putArray("adopted");
        swap.adopted().values().forEach(entry -> {
            Adopted fact = (Adopted) entry.event().getFact();
            adopted.addObject()
                    .put("instance", fact.getInstance())
                    .put("topic", fact.getTopic())
                    .put("partition", fact.getPartition())
                    .put("first_offset", fact.getFirstOffset())
                    .put("after_ms", swap.after(entry).toMillis());
        });
        swap.times(swap.acknowledgedAtOnce())
                .ifPresent(times -> node.put("ready_spread_ms", times.spread().toMillis()));
        swap.times(swap.adopted().values())
                .ifPresent(times -> node.put("adopted_spread_ms", times.spread().toMillis()));
    }
}
