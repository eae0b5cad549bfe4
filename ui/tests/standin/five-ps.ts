import type { FormulationDefinition } from '$/ipc/types';

export const fivePs: FormulationDefinition = {
  id: 'five-ps',
  version: 1,
  title: '5Ps',
  source: 'Clinical consensus; grid after common teaching use.',
  rows: [
    { id: 'presenting', label: 'Presenting', hint: 'what brings the person now' },
    { id: 'predisposing', label: 'Predisposing', hint: 'what made it possible' },
    { id: 'precipitating', label: 'Precipitating', hint: 'what set it off' },
    { id: 'perpetuating', label: 'Perpetuating', hint: 'what keeps it going' },
    { id: 'protective', label: 'Protective', hint: 'what helps' },
  ],
  columns: [
    { id: 'body', label: 'Body', hint: 'biological' },
    { id: 'mind', label: 'Mind', hint: 'psychological' },
    { id: 'world', label: 'World and relationships', hint: 'social' },
  ],
  prompts: [
    { cell: 'presenting.body', text: 'Symptoms, in the words used; how often; what they stop' },
    { cell: 'presenting.mind', text: 'Fears and beliefs about the symptoms; mood' },
    { cell: 'presenting.world', text: 'Work, home, who does what now' },
    { cell: 'predisposing.body', text: 'Illness and operations early in life; family history' },
    { cell: 'predisposing.mind', text: 'What being ill meant at home; early losses' },
    { cell: 'predisposing.world', text: 'Moves, hardship, discrimination' },
    { cell: 'precipitating.body', text: 'Infection, injury, operation, new medicine' },
    { cell: 'precipitating.mind', text: 'Shock, panic, loss of confidence' },
    { cell: 'precipitating.world', text: 'Events in the same months' },
    {
      cell: 'perpetuating.body',
      text: 'Rest and its secondary effects; sleep; medicines; harm from tests and treatment',
    },
    { cell: 'perpetuating.mind', text: 'Attention, checking, avoidance, boom and bust' },
    { cell: 'perpetuating.world', text: 'Responses of others and of services; benefits at risk' },
    { cell: 'protective.body', text: 'What the body still does well' },
    { cell: 'protective.mind', text: 'Curiosity, humour, past mastery' },
    { cell: 'protective.world', text: 'People, faith, work, services that stay' },
  ],
};

export const emptyFormulation = {
  definition: 'five-ps',
  cells: {} as Record<string, string>,
  narrative: '',
  patient_agrees: '',
  shared_on: '',
};
