/// What the topics say about a model's drift: [DriftHistory] reads, [DriftView] prints, [DriftPage] draws.
@NullMarked
package io.tidemark.cli.drift;

import org.jspecify.annotations.NullMarked;
