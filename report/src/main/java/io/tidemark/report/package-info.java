/// Self-contained HTML pages with SVG charts: no script, no font, no address outside the file; readable in light and
/// dark.
///
/// Start at [HtmlPage]; [LineChart], [BarChart] and [ParallelCoordinates] give SVG that also stands alone. All text
/// is escaped on the way in.
@NullMarked
package io.tidemark.report;

import org.jspecify.annotations.NullMarked;
