import Documents
import Gates
import Registry

/// The bodies of requests about organisations and their members, and of the answers.
enum OrganisationBodies {
  static let signIn = RequestTable(
    "SignInRequest", "who signs in",
    .required("email", .text(.email), "the address."),
    .required("password", .text(.password), "the password.")
  ) { (email: $0.lowercased(), password: $1) }

  static let token = BodyTable(
    "Token", "a token",
    [
      .required("token", .text, "for the header `Authorization: Bearer`."),
      .required("expires_at", .time, "until when it is taken."),
    ])

  private static let membership = ObjectSchema(
    "a membership", unknownKeys: .refused,
    [
      .required("org_id", .uuid, "the organisation."),
      .required("org_name", .text, "what it is called."),
      .required("plan", .choice(Organisation.Plan.self), "its plan."),
      .required("role", .choice(Role.self), "the role of the caller."),
    ])

  static let memberships = BodyTable(
    "Memberships", "the caller's memberships",
    [.required("orgs", .array(of: .object(membership)), "their organisations.")])

  static let create = RequestTable(
    "CreateOrganisationRequest", "an organisation to create",
    .required("name", .text(.name), "what it is called."),
    .optional("plan", .choice(OrganisationEndpoints.Plan.self), "its plan.", absent: "`bronze`")
  ) { (name: $0, plan: $1 ?? .bronze) }

  static let organisation = BodyTable(
    "Organisation", "an organisation",
    [
      .required("id", .uuid, "the organisation."),
      .required("name", .text, "what it is called."),
      .required("plan", .choice(Organisation.Plan.self), "its plan."),
      .optional("note", .choice(["already_exists"]), "the caller had one of this name before."),
    ])

  private static let member = ObjectSchema(
    "a member", unknownKeys: .refused,
    [
      .required("user_id", .uuid, "the user."),
      .required("role", .choice(Role.self), "their role."),
      .required("created_at", .time, "since when they are a member."),
    ])

  static let members = BodyTable(
    "Members", "the members of an organisation",
    [.required("members", .array(of: .object(member)), "every member.")])

  static let invite = RequestTable(
    "InviteRequest", "a user to make a member",
    .required("email", .text(.email), "the address that they signed up with."),
    .required("role", .choice(OrganisationEndpoints.InvitedRole.self), "their role.")
  ) { (email: $0.lowercased(), role: $1) }

  static let invited = BodyTable(
    "Invited", "a user who was made a member",
    [
      .required("status", .choice(["invited"]), "they are a member."),
      .required("user_id", .uuid, "the user."),
      .required("role", .choice(OrganisationEndpoints.InvitedRole.self), "their role."),
    ])

  private static let step = ObjectSchema(
    "a step", unknownKeys: .refused,
    [
      .required("key", .text, "the step, for programs."),
      .required("label", .text, "the step, in words."),
      .required("complete", .boolean, "whether it is done."),
    ])

  static let onboarding = BodyTable(
    "Onboarding", "how far an organisation has come",
    [
      .required("isLiveReady", .boolean, "whether every step is done."),
      .required("percent", .integer(0...100), "how many of the steps are done."),
      .required("phone_number", .orNull(.text), "always null: there are no telephones here."),
      .required("provisioning_status", .orNull(.text), "always null."),
      .required("steps", .array(of: .object(step)), "the steps, in order."),
    ])
}
