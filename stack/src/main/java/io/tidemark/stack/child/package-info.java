/// Main classes of the child processes. They are a jar of their own (`child.jar`) and see nothing but the JDK and, by
/// name, the program that they start.
@NullMarked
package io.tidemark.stack.child;

import org.jspecify.annotations.NullMarked;
