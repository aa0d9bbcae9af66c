@NullMarked
package io.borescope.exporter.ndjsonhttp;

import org.jspecify.annotations.NullMarked;
