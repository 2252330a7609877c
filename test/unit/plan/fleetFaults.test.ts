import { describeFleetRuns } from './fleetRuns';

describeFleetRuns([1]);
