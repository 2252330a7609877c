import { describeManyFlows } from '../operations/manyFlows';

describeManyFlows(1_000_000);
