/**
 * Watches a pipeline that runs and puts up what there is to see on its live page. All that is asked is asked at a bounded rate, and
 * of bars and bad records as many are read as people can look at.
 */
package io.sluice.deploy.command.live;
