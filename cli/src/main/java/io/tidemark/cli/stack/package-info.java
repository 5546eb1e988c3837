/// The embedded stack: [LocalStack] starts broker, registry, topics and all services; [Home] is where they keep things.
@NullMarked
package io.tidemark.cli.stack;

import org.jspecify.annotations.NullMarked;
