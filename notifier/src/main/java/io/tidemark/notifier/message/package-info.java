/// How notices read in Slack, in a generic webhook and in Alertmanager. Pure: from notices to JSON.
@NullMarked
package io.tidemark.notifier.message;

import org.jspecify.annotations.NullMarked;
