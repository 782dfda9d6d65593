// Browsers and the relay measure time; one test at a time on small machines.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
