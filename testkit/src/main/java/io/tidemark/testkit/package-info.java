/// What tests of several modules share; no production code may depend on it.
///
/// - [WithStack] and [TestStack]: a real broker and a real schema registry, one for all tests of a JVM
/// - [Await]: waiting for a condition, with what was last seen in the failure
/// - [ServiceProcess]: a program in a JVM of its own that a test may kill or freeze
/// - [PythonEnvironment], [DockerEngine]: tools of the machine, without which a test is skipped, and fails in CI
@NullMarked
package io.tidemark.testkit;

import org.jspecify.annotations.NullMarked;
