/// The places that are told, over HTTP: Slack by webhook or by bot, a generic webhook, Alertmanager. Addresses and
/// tokens are secrets: no message and no log line has them.
@NullMarked
package io.tidemark.notifier.sink;

import org.jspecify.annotations.NullMarked;
