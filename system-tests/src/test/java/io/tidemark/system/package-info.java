/// Tests of the whole: walls between the modules, documents, the closed loop, clients in other languages, containers.
@NullMarked
package io.tidemark.system;

import org.jspecify.annotations.NullMarked;
