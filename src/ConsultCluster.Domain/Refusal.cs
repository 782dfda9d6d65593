namespace ConsultCluster.Domain;

/// <summary>Why something was not done: a stable code for programs and a sentence for the person in front of the screen.</summary>
/// <param name="Code">One of <see cref="RefusalCodes"/>; never localised, never renamed.</param>
/// <param name="Reason">English sentence that says what to do; without patient data.</param>
public sealed record Refusal(string Code, string Reason);
