using ConsultCluster.Contracts.Http;
using ConsultCluster.Ports.Stores;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ConsultCluster.Server.Api;

/// <summary>Refusals of changes of accounts.</summary>
internal static class PersonProblems
{
    public static ProblemHttpResult Unknown { get; } = Problems.Of(ProblemCodes.PersonUnknown, "There is no such account.");

    public static ProblemHttpResult NameTaken { get; } = Problems.Of(ProblemCodes.PersonExists, "This user name is taken.");

    public static ProblemHttpResult NoSuchSession { get; } = Problems.Of(ProblemCodes.SignInUnknown, "There is no such session; it may have ended.");

    /// <summary>Why a change was not made.</summary>
    public static ProblemHttpResult Of(AccountUpdate update) => update.Result switch
    {
        AccountUpdateResult.Unknown => Unknown,
        AccountUpdateResult.LastAdministrator => Problems.Of(
            ProblemCodes.LastAdministrator, "The last administrator cannot be disabled or lose the role; make somebody else one first."),
        _ => Problems.Of(
            ProblemCodes.PersonChanged, "Somebody else has changed this account meanwhile, and nothing was written; load it again and repeat the change."),
    };
}
