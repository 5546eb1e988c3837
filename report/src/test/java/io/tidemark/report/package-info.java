@NullMarked
package io.tidemark.report;

import org.jspecify.annotations.NullMarked;
