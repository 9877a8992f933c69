// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks the few classes that may write to the terminal; everything else writes to the log. */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface TerminalOutput {}
