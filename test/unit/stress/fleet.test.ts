import { describeFleetRuns } from '../plan/fleetRuns';

describeFleetRuns(Array.from({ length: 40 }, (_, index) => index + 3));
