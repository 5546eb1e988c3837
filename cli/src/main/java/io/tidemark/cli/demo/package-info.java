/// The closed loop on real data, watched by a person: [Demo] tells the story, [DemoTraffic] plays the world,
/// [DemoObserver] reads the topics, [DemoScreen] shows, [io.tidemark.cli.audit.LogAudit] checks, [DemoReport] writes
/// it down.
@NullMarked
package io.tidemark.cli.demo;

import org.jspecify.annotations.NullMarked;
