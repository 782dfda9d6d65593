namespace ConsultCluster.EndToEnd.Harness;

/// <summary>An account of <c>--demo</c>, as README documents it.</summary>
public sealed record DemoPerson(string UserName)
{
    /// <summary>The password of all of them.</summary>
    public const string Password = "consult-demo-2026";

    /// <summary>Treating doctor.</summary>
    public static DemoPerson Applicant { get; } = new("li.applicant");

    /// <summary>Specialist.</summary>
    public static DemoPerson Expert { get; } = new("wang.expert");

    /// <summary>Arranges and moderates.</summary>
    public static DemoPerson Coordinator { get; } = new("zhao.coordinator");

    /// <summary>Keeps the accounts.</summary>
    public static DemoPerson Administrator { get; } = new("admin");
}
