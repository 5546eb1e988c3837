/// Two questions about files that need no broker and no model: how far two of them have drifted apart, and how good the
/// predictions in one are. Both are answered by the statistics that watch the stream.
@NullMarked
package io.tidemark.cli.file;

import org.jspecify.annotations.NullMarked;
