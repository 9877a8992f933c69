// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.administration;

/** Every mapping of addresses as text, over JMX. */
public interface MappingListMXBean {

    /** The name under which the server registers it. */
    String NAME = "org.posthorn:type=mappings";

    /** One line per source: {@code source=target, target}, in alphabetical order. */
    String[] getMappings();
}
