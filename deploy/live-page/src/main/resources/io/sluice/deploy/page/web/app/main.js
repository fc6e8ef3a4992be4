// Starts the parts and hands them what the event stream brings. Start reading here.

import { startBars } from './bars.js';
import { startCommits } from './commits.js';
import { startFiles } from './files.js';
import { setConnection, startHead } from './head.js';
import { startKeys } from './keys.js';
import { live } from './live.js';
import { startPipeline } from './pipeline.js';
import { startProblems } from './problems.js';
import { startQuery } from './query.js';
import { startRecord } from './record.js';
import { takeCommits, takePoints, takeProblems, takeState, tell } from './store.js';
import { startTheme } from './theme.js';
import { startThroughput } from './throughput.js';
import { startTotals } from './totals.js';

startTheme();
startHead();
startPipeline();
startTotals();
startBars();
startThroughput();
startFiles();
startCommits();
startQuery();
startProblems();
startRecord();
startKeys();

// Each connection begins with a whole state; all else that is shown is asked for again, since what came in between was not heard.
let reloadDue = false;

live('/api/events', {
  onConnection: setConnection,
  onReconnect: () => {
    reloadDue = true;
  },
  onEvent: (name, data) => {
    switch (name) {
      case 'state': {
        const restarted = takeState(data);
        if (restarted || reloadDue) {
          reloadDue = false;
          tell('reload');
        }
        break;
      }
      case 'bars':
        tell('bars', data);
        break;
      case 'commits':
        takeCommits(data.commits || []);
        break;
      case 'problems':
        takeProblems(data.problems || []);
        break;
      case 'point':
        takePoints([data]);
        break;
    }
  },
});
