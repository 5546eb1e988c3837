/// A registry that an MLflow server keeps: [MlflowRegistry] maps the port to registered models, versions, aliases and
/// tags; [MlflowConnection] speaks HTTP with the JDK's client. Artifacts go through the server's proxy. Start with
/// [MlflowRegistry].
@NullMarked
package io.tidemark.registry.mlflow;

import org.jspecify.annotations.NullMarked;
