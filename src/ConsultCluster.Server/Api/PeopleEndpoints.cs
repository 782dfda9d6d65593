using System.Text.Json;
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
        people.MapPost("/", PostAsync).WithSummary("Adds an account; its password is good for the first sign-in.");
        people.MapPatch("/{personId}", PatchAsync).WithSummary("Changes an account; password and disabling end its sessions, and another role counts at once.");
        people.MapPost("/{personId}/password", ResetAsync).WithSummary("Gives an account a one-time password, which is shown this once.");
        PersonSessionEndpoints.Map(people);
    }

    private static async Task<Results<Created<CreatedPersonDto>, ProblemHttpResult>> PostAsync(
        CreatePersonRequest request, IPersonStore store, StaffPasswords passwords, PasswordWork work, TimeProvider clock, HttpContext context)
    {
        var mistakes = new FieldMistakes();
        var userName = PersonRules.UserName(mistakes, request.UserName);
        var displayName = PersonRules.DisplayName(mistakes, request.DisplayName);
        var role = mistakes.Word<StaffRole>("role", request.Role);
        var made = request.Password is null ? OneTimePassword.Create() : null;
        var password = made ?? PersonRules.Password(mistakes, request.Password);
        if (mistakes.Any)
        {
            return Problems.Of(mistakes);
        }

        var hash = await work.RunAsync(() => passwords.Hash(password), isKnown: true);
        if (!hash.Succeeded)
        {
            return Problems.Of(hash.Refusal);
        }

        var now = clock.GetUtcNow();
        var account = new StaffAccount(NewId.Person(), userName, displayName, role, hash.Value, Disabled: false, now)
        {
            OneTimeUntil = now + OneTimePassword.Lifetime,
        };
        var detail = JsonSerializer.Serialize(
            new { person = account.Id.Value, userName, displayName, role = account.ToDto().Role }, JsonSerializerOptions.Web);
        return await store.AddAsync(account, new AuditEntry(now, null, context.Staff().Id, context.Address(), AuditActions.PersonCreated, detail))
            ? TypedResults.Created($"/api/people/{account.Id}", account.ToCreatedDto(made))
            : PersonProblems.NameTaken;
    }

    private static async Task<Results<Ok<PersonDto>, ProblemHttpResult>> PatchAsync(
        string personId,
        UpdatePersonRequest request,
        AccountChanger accounts,
        StaffPasswords passwords,
        PasswordWork work,
        TimeProvider clock,
        HttpContext context)
    {
        if (!PersonId.TryParse(personId, out var id))
        {
            return PersonProblems.Unknown;
        }

        var mistakes = new FieldMistakes();
        var edit = new AccountEdit
        {
            DisplayName = request.DisplayName is null ? null : PersonRules.DisplayName(mistakes, request.DisplayName),
            Role = request.Role is null ? null : mistakes.Word<StaffRole>("role", request.Role),
            Disabled = request.Disabled,
            ExpectedVersion = request.Version,
        };
        var password = request.Password is null ? null : PersonRules.Password(mistakes, request.Password);
        if (password is not null && id == context.Staff().Id)
        {
            mistakes.Add("password", "Change your own password with the old one.");
        }

        if (mistakes.Any)
        {
            return Problems.Of(mistakes);
        }

        if (password is not null)
        {
            var hash = await work.RunAsync(() => passwords.Hash(password), isKnown: true);
            if (!hash.Succeeded)
            {
                return Problems.Of(hash.Refusal);
            }

            edit = edit with { Password = OneTimePassword.Edit(hash.Value, clock.GetUtcNow()) };
        }

        var update = await accounts.ChangeAsync(id, edit, context.Origin(clock));
        return update.After is { } changed ? TypedResults.Ok(changed.ToDto()) : PersonProblems.Of(update);
    }

    private static async Task<Results<Ok<OneTimePasswordDto>, ProblemHttpResult>> ResetAsync(
        string personId, AccountChanger accounts, StaffPasswords passwords, PasswordWork work, TimeProvider clock, HttpContext context)
    {
        if (!PersonId.TryParse(personId, out var id))
        {
            return PersonProblems.Unknown;
        }

        if (id == context.Staff().Id)
        {
            return Problems.Of(RefusalCodes.RequestInvalid, "Change your own password with the old one.");
        }

        var password = OneTimePassword.Create();
        var hash = await work.RunAsync(() => passwords.Hash(password), isKnown: true);
        if (!hash.Succeeded)
        {
            return Problems.Of(hash.Refusal);
        }

        var edit = new AccountEdit { Password = OneTimePassword.Edit(hash.Value, clock.GetUtcNow()) };
        var update = await accounts.ChangeAsync(id, edit, context.Origin(clock));
        return update.After is { OneTimeUntil: { } until }
            ? TypedResults.Ok(new OneTimePasswordDto(id.Value, password, until))
            : PersonProblems.Of(update);
    }
}
