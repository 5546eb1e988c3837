package io.tidemark.notifier.message;

import io.tidemark.notifier.notice.Notice;
import java.util.Comparator;
import java.util.List;

/// In which order many notices are told: what is open and most severe first, then by time.
final class SummaryOrder {
    private SummaryOrder() {}

    static List<Notice> worstFirst(List<Notice> notices) {
        return notices.stream()
                .sorted(Comparator.comparing(Notice::resolves)
                        .thenComparing(Notice::severity, Comparator.reverseOrder())
                        .thenComparing(Notice::time))
                .toList();
    }
}
