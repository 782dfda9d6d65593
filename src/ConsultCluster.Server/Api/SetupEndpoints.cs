using ConsultCluster.Contracts.Http;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Server.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ConsultCluster.Server.Api;

/// <summary>The first administrator.</summary>
internal static class SetupEndpoints
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/setup", PostAsync)
        .AllowAnonymous()
        .WithTags("Setup")
        .WithSummary("Creates the first administrator with the code of the printed link; works once.");

    private static async Task<Results<Created<PersonDto>, ProblemHttpResult>> PostAsync(
        SetupRequest request,
        IPersonStore people,
        CodePasswords passwords,
        TimeProvider clock,
        HttpContext context)
    {
        var mistakes = new FieldMistakes();
        var code = mistakes.Required("code", request.Code, max: 128);
        var userName = PersonRules.UserName(mistakes, request.UserName);
        var displayName = PersonRules.DisplayName(mistakes, request.DisplayName);
        var password = PersonRules.Password(mistakes, request.Password);
        if (mistakes.Any)
        {
            return Problems.Of(mistakes);
        }

        var hash = await passwords.HashAsync(password, context.Network(), "setup");
        if (!hash.Succeeded)
        {
            return Problems.Of(hash.Refusal);
        }

        var now = clock.GetUtcNow();
        var account = new StaffAccount(NewId.Person(), userName, displayName, StaffRole.Administrator, hash.Value, Disabled: false, now);
        var audit = new AuditEntry(now, null, account.Id, context.Address(), AuditActions.SetupDone, "{}");
        return await people.UseSetupCodeAsync(SetupCode.Hash(code), account, audit) switch
        {
            SetupResult.Done => TypedResults.Created($"/api/people/{account.Id}", account.ToDto()),
            SetupResult.NameTaken => PersonProblems.NameTaken,
            SetupResult.AlreadyUsed => Problems.Of(ProblemCodes.SetupRefused, "This setup link was used already; sign in instead."),
            _ => Problems.Of(ProblemCodes.SetupRefused, "This is not the setup link that the server printed last."),
        };
    }
}
