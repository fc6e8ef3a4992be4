/**
 * The page that shows a running pipeline in a browser: its HTTP server, its events and its query box. Knows no Kafka and no
 * Connect: whoever runs the pipeline tells what there is to show.
 */
package io.sluice.deploy.page;
