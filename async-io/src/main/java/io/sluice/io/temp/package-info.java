/**
 * Files and directories that last until they are closed: named, unnamed, or in memory until they grow. What a killed
 * process leaves behind is removed by whoever owns the directory they were in.
 */
package io.sluice.io.temp;
