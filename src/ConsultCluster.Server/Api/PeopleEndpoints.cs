using ConsultCluster.Contracts.Http;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Server.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ConsultCluster.Server.Api;

/// <summary>Staff accounts, kept by administrators.</summary>
internal static class PeopleEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var people = api.MapGroup("/people").RequireAuthorization(StaffPolicies.Administrator).WithTags("People");
        people.MapGet("/", async (IPersonStore store) => (await store.ListAsync()).Select(p => p.ToDto()).ToArray())
            .WithSummary("All accounts, by user name.");
        people.MapPost("/", PostAsync).WithSummary("Adds an account.");
        people.MapPatch("/{personId}", PatchAsync).WithSummary("Changes an account; password, role and disabling end its sessions.");
    }

    private static async Task<Results<Created<PersonDto>, ProblemHttpResult>> PostAsync(
        CreatePersonRequest request, IPersonStore store, StaffPasswords passwords, TimeProvider clock, HttpContext context)
    {
        var mistakes = new FieldMistakes();
        var userName = PersonRules.UserName(mistakes, request.UserName);
        var displayName = PersonRules.DisplayName(mistakes, request.DisplayName);
        var role = mistakes.Word<StaffRole>("role", request.Role);
        var password = PersonRules.Password(mistakes, request.Password);
        if (mistakes.Any)
        {
            return Problems.Of(mistakes);
        }

        var now = clock.GetUtcNow();
        var account = new StaffAccount(
            NewId.Person(), userName, displayName, role, passwords.Hash(password), 0, null, Disabled: false, NewId.Stamp(), now);
        return await store.AddAsync(account, Audit(context, now, AuditActions.PersonCreated, account.Id))
            ? TypedResults.Created($"/api/people/{account.Id}", account.ToDto())
            : Problems.Of(ProblemCodes.PersonExists, "This user name is taken.");
    }

    private static async Task<Results<Ok<PersonDto>, ProblemHttpResult>> PatchAsync(
        string personId, UpdatePersonRequest request, IPersonStore store, StaffPasswords passwords, TimeProvider clock, HttpContext context)
    {
        if (!PersonId.TryParse(personId, out var id) || await store.FindAsync(id) is not { } account)
        {
            return Problems.Of(ProblemCodes.PersonUnknown, "There is no such account.");
        }

        var mistakes = new FieldMistakes();
        var changed = Change(account, request, passwords, mistakes);
        if (mistakes.Any)
        {
            return Problems.Of(mistakes);
        }

        if (IsActiveAdministrator(account)
            && !IsActiveAdministrator(changed)
            && !(await store.ListAsync()).Any(p => p.Id != id && IsActiveAdministrator(p)))
        {
            return Problems.Of(ProblemCodes.LastAdministrator, "The last administrator cannot be disabled or lose the role.");
        }

        return await store.UpdateAsync(changed, Audit(context, clock.GetUtcNow(), AuditActions.PersonChanged, id))
            ? TypedResults.Ok(changed.ToDto())
            : Problems.Of(ProblemCodes.PersonUnknown, "There is no such account.");
    }

    private static StaffAccount Change(StaffAccount account, UpdatePersonRequest request, StaffPasswords passwords, FieldMistakes mistakes)
    {
        var changed = account with
        {
            DisplayName = request.DisplayName is null ? account.DisplayName : PersonRules.DisplayName(mistakes, request.DisplayName),
            Role = request.Role is null ? account.Role : mistakes.Word<StaffRole>("role", request.Role),
            Disabled = request.Disabled ?? account.Disabled,
        };
        if (request.Password is not null)
        {
            var password = PersonRules.Password(mistakes, request.Password);
            changed = changed with { PasswordHash = passwords.Hash(password), FailedSignIns = 0, LockedUntil = null };
        }

        return request.Password is not null || changed.Role != account.Role || changed.Disabled != account.Disabled
            ? changed with { SecurityStamp = NewId.Stamp() }
            : changed;
    }

    private static bool IsActiveAdministrator(StaffAccount account) => account.Role == StaffRole.Administrator && !account.Disabled;

    private static AuditEntry Audit(HttpContext context, DateTimeOffset now, string action, PersonId person) =>
        new(now, null, context.Staff().Id, context.Address(), action, $$"""{"person":"{{person}}"}""");
}
