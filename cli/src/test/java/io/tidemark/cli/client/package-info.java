/// The clients: alone, and in one class against a real broker.
@NullMarked
package io.tidemark.cli.client;

import org.jspecify.annotations.NullMarked;
