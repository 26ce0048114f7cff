import type { ProjectPanel } from '#core/projects';
import { may } from '#platform/module';
import { DescriptionList, Link } from '#platform/ui';
import { getModel } from './models.ts';
import { confidenceWords, points } from './portfolio-page.tsx';
import { readScores } from './read-ranking.ts';
import { ROUNDS } from './round-pages.tsx';
import { getRound } from './rounds.queries.ts';
import { scoreOf, weightsOf } from './score-math.ts';

/** On the page of a project: how it was scored last. Nothing while it is being scored, the outcome is written afterwards. */
export const scorePanel: ProjectPanel = {
  order: 18, id: 'bewertung', title: 'Bewertung',
  render: async (ctx, project) => {
    if (!may(ctx.actor, 'steering/read')) return undefined;
    if (project.mandatory) return <p>Pflicht, außerhalb der Bewertung: {project.mandatory.basis}.</p>;
    const score = (await readScores(ctx, project.id)).get(project.id);
    if (!score) return undefined;
    const [round, { model }] = [await getRound(ctx, score.round_id), await getModel(ctx, score.model_id)];
    return <DescriptionList items={[{ term: 'Punkte', value: `${points(scoreOf(score.means, weightsOf(model.criteria)))} von 100` }, { term: 'Runde', value: <Link href={`${ROUNDS}/${round.id}`}>{round.title}</Link> }, { term: 'Sicherheit der Mitglieder', value: confidenceWords(score.confidence) }]} />;
  },
};
