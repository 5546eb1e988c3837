package io.tidemark.feedback.trial;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/// Entries of a store whose keys begin with the same text.
final class Prefixes {
    /// Above all that follows a prefix.
    private static final String LAST = "\uDBFF\uDFFF";

    private Prefixes() {}

    /// The entries in the order of their keys, up to a number.
    static List<KeyValue<String, byte[]>> of(KeyValueStore<String, byte[]> store, String prefix, int most) {
        List<KeyValue<String, byte[]>> found = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> entries = store.range(prefix, prefix + LAST)) {
            while (entries.hasNext() && found.size() < most) {
                found.add(entries.next());
            }
        }
        return found;
    }

    /// Deletes entries, up to a number.
    ///
    /// @return whether all are gone
    static boolean delete(KeyValueStore<String, byte[]> store, String prefix, int most) {
        List<KeyValue<String, byte[]>> old = of(store, prefix, most);
        old.forEach(entry -> store.delete(entry.key));
        return old.size() < most;
    }
}
