import { describeFaults } from '../api/faultRuns';

describeFaults(1);
