"""Training by several processes of one thread each.

The parameters lie in memory that all share. Each worker computes gradients on its share of the batch, and then updates
its share of the parameters from everybody's gradients. Two threads in one process would wait for each other hundreds of
times a step, workers three times. Sums are always made in the same order, so a run depends on the seed and the number
of workers only.
"""

import math
import multiprocessing

import torch
from torch.optim import AdamW, Muon

from model import hidden_matrices


class Workers:
    def __init__(self, count, model):
        self.count = count
        self.barrier = multiprocessing.get_context("fork").Barrier(count)
        self.model = model.share_memory()
        size = sum(p.numel() for p in model.parameters())
        self.gradients = torch.zeros(count, size).share_memory_()
        self.norms = torch.zeros(count, dtype=torch.float64).share_memory_()
        self.told = torch.zeros(count, 128, dtype=torch.float64).share_memory_()

    def start(self, work):
        """Runs work(rank) in every process; rank 0 in this one."""
        context = multiprocessing.get_context("fork")
        others = [context.Process(target=work, args=(r,), daemon=True) for r in range(1, self.count)]
        for other in others:
            other.start()
        work(0)
        for other in others:
            other.join(60)

    def tell(self, rank, numbers):
        """Every worker's numbers, to every worker: [workers, numbers]."""
        self.told[rank, : len(numbers)] = torch.tensor(numbers, dtype=torch.float64)
        self.barrier.wait()
        all_told = self.told[:, : len(numbers)].clone()
        self.barrier.wait()
        return all_told


class SharedOptimizer:
    """Muon for the matrices of the layers, AdamW for embeddings and norms; this worker's share of each."""

    def __init__(self, workers, rank, weight_decay, muon=True):
        self.workers, self.rank = workers, rank
        model = workers.model
        places, at = {}, 0
        for parameter in model.parameters():
            places[parameter] = (at, at + parameter.numel())
            at += parameter.numel()
        self.places = places
        matrices = hidden_matrices(model) if muon else []
        hidden = {id(p) for p in matrices}
        others = [p for p in model.parameters() if id(p) not in hidden]
        # The embedding is one large parameter with a cheap update; matrices cost more. Both lists are dealt in turn.
        mine = matrices[rank :: workers.count]
        rest = others[rank :: workers.count]
        self.owned = mine + rest
        groups = [
            {"params": [p for p in rest if p.dim() > 1], "weight_decay": weight_decay if not muon else 0.0},
            {"params": [p for p in rest if p.dim() < 2], "weight_decay": 0.0},
        ]
        self.parts = [AdamW([g for g in groups if g["params"]], betas=(0.9, 0.98))]
        if mine:
            self.parts.append(Muon(mine, weight_decay=weight_decay, adjust_lr_fn="match_rms_adamw"))

    def step(self, rate, largest_norm=1.0):
        """Averages the gradients of all workers, shortens them to `largest_norm`, and updates the parameters."""
        mine = self.workers.gradients[self.rank]
        for parameter, (start, end) in self.places.items():
            mine[start:end] = parameter.grad.view(-1)
        self.workers.barrier.wait()
        total = 0.0
        for parameter in self.owned:
            start, end = self.places[parameter]
            parameter.grad = self.workers.gradients[:, start:end].mean(0).view_as(parameter)
            total += float(parameter.grad.pow(2).sum())
        self.workers.norms[self.rank] = total
        self.workers.barrier.wait()
        norm = math.sqrt(float(self.workers.norms.sum()))
        shorter = min(1.0, largest_norm / (norm + 1e-6))
        for parameter in self.owned:
            parameter.grad.mul_(shorter)
        for part in self.parts:
            for group in part.param_groups:
                group["lr"] = rate
            part.step()
        self.workers.barrier.wait()
        for parameter in self.places:
            parameter.grad = None
        return norm
