// SPDX-License-Identifier: Apache-2.0
package org.posthorn.demo;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A type or method whose purpose is to talk to the terminal; everywhere else the build refuses that. */
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.METHOD, ElementType.TYPE})
@interface TerminalOutput {}
