// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.structure;

import java.util.Map;

/**
 * A Content-Disposition (RFC 2183).
 *
 * @param type in lower case
 * @param parameters as they are written, by name in lower case, in their order
 */
public record Disposition(String type, Map<String, String> parameters) {}
