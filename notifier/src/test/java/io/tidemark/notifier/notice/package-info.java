@NullMarked
package io.tidemark.notifier.notice;

import org.jspecify.annotations.NullMarked;
