import {
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  RowBuilder,
  VariableRefresh,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TimeseriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';

const datasource = { type: 'prometheus', uid: '${datasource}' };

export interface Panel {
  kind: 'graph' | 'figure';
  title: string;
  /** What it means, and what to look at when it is bad. */
  description: string;
  /** Unit of Grafana: `s`, `bytes`, `short`, `ops`. */
  unit: string;
  /** PromQL by what its series are called: `{{topic}}`. */
  queries: Record<string, string>;
}

export interface DashboardPlan {
  /** Its uid, and the name of its file. */
  name: string;
  title: string;
  description: string;
  /** Whether the pipeline can be chosen: `$pipeline` in queries. */
  byPipeline?: boolean;
  rows: Record<string, Panel[]>;
}

/** The dashboard as Grafana imports it. */
export function dashboard({ name, title, description, byPipeline = false, rows }: DashboardPlan): Dashboard {
  const builder = new DashboardBuilder(title)
    .uid(`cdcctl-${name}`)
    .description(description)
    .tags(['cdcctl', 'cdc'])
    .readonly()
    .tooltip(DashboardCursorSync.Crosshair)
    .time({ from: 'now-1h', to: 'now' })
    .refresh('10s')
    .withVariable(new DatasourceVariableBuilder('datasource').label('Prometheus').type('prometheus'));
  if (byPipeline) builder.withVariable(pipelineVariable());
  for (const [row, panels] of Object.entries(rows)) {
    builder.withRow(new RowBuilder(row));
    for (const panel of panels) builder.withPanel(panelBuilder(panel));
  }
  return builder.build();
}

function pipelineVariable(): QueryVariableBuilder {
  return new QueryVariableBuilder('pipeline')
    .label('Pipeline')
    .datasource(datasource)
    .query('label_values(cdc_up, pipeline)')
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .multi(true)
    .includeAll(true);
}

function panelBuilder({ kind, title, description, unit, queries }: Panel): StatBuilder | TimeseriesBuilder {
  const builder =
    kind === 'graph' ? new TimeseriesBuilder().min(0).span(8).height(8) : new StatBuilder().span(4).height(4);
  const targets = Object.entries(queries).map(([legend, expr], index) =>
    new DataqueryBuilder()
      .expr(expr)
      .legendFormat(legend)
      .refId(String.fromCharCode(65 + index)),
  );
  return builder.title(title).description(description).datasource(datasource).unit(unit).targets(targets);
}
