// Encoders and decoders take whole cores; one client after the other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
