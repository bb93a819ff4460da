"""The facts Rimland argues from: places, forces, treaties, passages, each with its source."""
