/// What is worth telling, made of alerts and of facts of the timeline. Pure.
@NullMarked
package io.tidemark.notifier.notice;

import org.jspecify.annotations.NullMarked;
