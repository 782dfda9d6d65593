namespace ConsultCluster.Fuzz.Campaign;

/// <summary>One parser of the product.</summary>
/// <param name="Name">Its row in the report, and the folder of its corpus.</param>
/// <param name="Weight">Its share of the inputs; slow parsers get fewer.</param>
/// <param name="Run">
/// Parses one input and returns a number for what came of it: inputs with a new number join the corpus of the run, so that mutants go deeper.
/// Throws only on a bug.
/// </param>
internal sealed record FuzzTarget(string Name, int Weight, Func<byte[], int> Run);
