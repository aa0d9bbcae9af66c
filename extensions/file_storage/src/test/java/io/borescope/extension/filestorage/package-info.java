@NullMarked
package io.borescope.extension.filestorage;

import org.jspecify.annotations.NullMarked;
