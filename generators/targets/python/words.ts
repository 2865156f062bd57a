/** Letters that look like digits; pycodestyle (E741 to E743) refuses them as names of anything. */
export const AMBIGUOUS = ['l', 'O', 'I'];

/** Words that no identifier of ours may be: hard keywords of Python, and names that its style refuses. */
export const KEYWORDS = [
  ...AMBIGUOUS,
  ...'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(
    ' ',
  ),
];

/** Builtins that generated code uses by name; a function or field of that name would hide them. */
export const USED_BUILTINS =
  'bool bytes dict float int list object str tuple type set super print property classmethod staticmethod'.split(
    ' ',
  );

/** What a pydantic model has already; a field of that name would hide it or be refused. */
export const MODEL_MEMBERS =
  'model_config model_fields model_computed_fields model_extra model_fields_set model_construct model_copy model_dump model_dump_json model_json_schema model_parametrized_name model_post_init model_rebuild model_validate model_validate_json model_validate_strings construct copy dict from_orm json parse_file parse_obj parse_raw schema schema_json update_forward_refs validate'.split(
    ' ',
  );

/** Names that Windows keeps for devices; no module may be called so. */
export const DEVICES =
  'aux con nul prn com1 com2 com3 com4 com5 com6 com7 com8 com9 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9'.split(
    ' ',
  );
