"""Trains one LeNet-5 on MNIST: `train.py` as it is written for W&B, with one line changed."""

import torch
from model import configured, count_weights
from training import make_optimizer, predict, score, train_and_validation, train_epoch

import varre as wandb

wandb.init()
config = wandb.config

torch.manual_seed(1998)
train, validation = train_and_validation()
model = configured(config)
optimizer = make_optimizer(config.optimizer, model, config.learning_rate)

best = float("inf")
for epoch in range(config.epochs):
    seen = train_epoch(model, optimizer, train, config.batch_size)
    logits = predict(model, validation.images)
    judged = score(logits, validation.labels)
    if judged.loss < best:
        best, best_logits = judged.loss, logits
        torch.save(model.state_dict(), f"{wandb.run.dir}/weights.pt")
    wandb.log(
        {
            "epoch": epoch,
            "loss": seen.loss,
            "accuracy": seen.accuracy,
            "val_loss": judged.loss,
            "val_accuracy": judged.accuracy,
        }
    )

wandb.summary["weights"] = count_weights(model)
wandb.log(
    {
        "confusion_matrix": wandb.plot.confusion_matrix(
            y_true=validation.labels.tolist(),
            preds=best_logits.argmax(1).tolist(),
            class_names=[str(digit) for digit in range(10)],
        )
    }
)
