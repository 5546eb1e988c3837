/// The Spring Boot shell around a service: settings from files and environment, health, metrics, start and stop.
///
/// A service's `app` package declares its beans and imports [CoreConfiguration]; [ServiceLauncher] starts one or
/// several services in one application context. Nothing outside `app` packages knows Spring.
@NullMarked
package io.tidemark.streamkit.app;

import org.jspecify.annotations.NullMarked;
