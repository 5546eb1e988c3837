package io.tidemark.notifier.delivery;

import io.tidemark.notifier.notice.Notice;
import java.util.List;

/// What goes into one message.
public sealed interface Parcel {
    /// What is told, at least one notice.
    List<Notice> notices();

    /// A notice of its own.
    record Single(Notice notice) implements Parcel {
        @Override
        public List<Notice> notices() {
            return List.of(notice);
        }
    }

    /// Many notices together.
    record Summary(List<Notice> notices) implements Parcel {
        public Summary {
            notices = List.copyOf(notices);
        }
    }
}
