/** Sweep files to start from. */
export type TemplateName = "lenet5" | "random" | "grid";

export const TEMPLATES: Readonly<Record<TemplateName, string>> = {
  lenet5: `program: train.py
project: lenet5
name: lenet5-bayes
method: bayes
metric: {name: val_loss, goal: minimize}
run_cap: 20
early_terminate: {type: hyperband, min_iter: 3, eta: 3}
parameters:
  batch_norm:    {values: [true, false]}
  dropout:       {values: [true, false]}
  dropout_rate:  {values: [0.3, 0.4, 0.5], when: {dropout: true}}
  batch_size:    {values: [16, 32, 64]}
  activation:    {values: [tanh, relu]}
  optimizer:     {values: [adam, sgd]}
  epochs:        {values: [5, 10, 15]}
  learning_rate: {min: 0.0001, max: 0.1}
`,
  random: `program: train.py
project: my-project
method: random
metric: {name: val_loss, goal: minimize}
run_cap: 50
parameters:
  learning_rate: {distribution: log_uniform_values, min: 1e-5, max: 0.1}
  weight_decay:  {distribution: log_uniform_values, min: 1e-6, max: 0.01}
  layers:        {min: 2, max: 8}
`,
  grid: `program: train.py
project: my-project
method: grid
metric: {name: val_accuracy, goal: maximize}
parameters:
  optimizer:  {values: [adam, sgd]}
  batch_size: {values: [32, 64, 128]}
  seed:       {values: [1, 2, 3]}
`,
};
